import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const server = process.env['IOC_DEV_SERVER'] ?? 'http://127.0.0.1:8080'

// oxlint-disable-next-line import/no-default-export -- Vite reads its settings from the default export.
export default defineConfig({
  base: '/',
  plugins: [vue()],
  // MapLibre loads its worker as a module.
  worker: { format: 'es' },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  // The map is loaded on its own, after the room is drawn.
  build: { target: 'es2022', chunkSizeWarningLimit: 1_200 },
  server: {
    proxy: {
      '/api': { target: server },
      '/socket.io': { target: server, ws: true },
    },
  },
})
