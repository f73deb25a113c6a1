/** What binds a sealed prompt to its workspace. */
export const promptContext = (workspaceId: number) => `workspace ${workspaceId} prompt`;
