import { createRouter, createWebHistory } from 'vue-router'
import { hasNewBuild } from './access/build-of.js'
import { SCREENS } from './screens.js'

/** One address a screen; what is unknown leads to the map. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    ...SCREENS.map(({ name, path, load, bare, present }) => ({ name, path, component: load, meta: { bare, present } })),
    { path: '/:elsewhere(.*)*', redirect: '/' },
  ],
})

/** Screens are files named by their build: after an upgrade of the server those of an open page are gone. */
router.onError(async (_, to) => {
  if (await hasNewBuild()) location.assign(to.fullPath)
})
