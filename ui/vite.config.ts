import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The page is loaded from the program itself, never from a server with a path of its own.
  base: './',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // WebKitGTK 2.38, the oldest engine that the program can meet.
    target: ['es2021', 'safari16'],
    cssTarget: 'safari16',
    // Whatever is inlined as a data: address is refused by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: false,
    // One stylesheet, there before the first paint.
    cssCodeSplit: false,
    reportCompressedSize: false,
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'eslint/*.test.js'],
    restoreMocks: true,
    // Read as text by the test of what it hides.
    css: { include: [/(?:shield|bulk)\.css/] },
  },
});
