import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where a running server listens while the console is worked on: `npm run dev:web`. */
const SERVER = process.env['VESTNIK_URL'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  root: import.meta.dirname,
  base: '/app/',
  plugins: [react(), packed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // The first that know light-dark(): for older ones it would be rewritten into variables that
    // nothing sets where the scheme is a variable itself, and the colours would be lost.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    // Everything but the console's own files is the API.
    proxy: { '^/(?!app/|@|node_modules/|console/|shared/|src/)': { target: SERVER } },
  },
});

/** Lays a packed copy beside each file of text: the server sends the one that a browser takes. */
function packed(): Plugin {
  const ways = { br: promisify(brotliCompress), gz: promisify(gzip) };
  return {
    name: 'packed',
    apply: 'build',
    // When all is written: until then Vite still changes what the files say.
    async writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!/\.(js|css)$/.test(name)) continue;
        const path = join(dir, name);
        const source = await readFile(path);
        for (const [ending, pack] of Object.entries(ways))
          await writeFile(`${path}.${ending}`, await pack(source));
      }
    },
  };
}
