/** TODO */
export async function* readXlsxAsCsv(_path: string): AsyncGenerator<string> {}
