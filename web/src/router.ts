import { createRouter, createWebHistory } from 'vue-router'
import { SCREENS } from './screens.js'

/** One address a screen; what is unknown leads to the map. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    ...SCREENS.map(({ name, path, load, bare, present }) => ({ name, path, component: load, meta: { bare, present } })),
    { path: '/:elsewhere(.*)*', redirect: '/' },
  ],
})
