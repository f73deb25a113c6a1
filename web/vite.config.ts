import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where a running server listens while the console is worked on: `npm run dev:web`. */
const SERVER = process.env['VESTNIK_URL'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  root: import.meta.dirname,
  base: '/app/',
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', reportCompressedSize: false },
  server: {
    host: '127.0.0.1',
    // Everything but the console's own files is the API.
    proxy: { '^/(?!app/|@|node_modules/|console/|shared/|src/)': { target: SERVER } },
  },
});
