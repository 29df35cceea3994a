import { createRouter, createWebHistory, START_LOCATION } from 'vue-router'
import { hasNewBuild, servedBuild } from './access/build-of.js'
import { SCREENS } from './screens.js'

/** One address a screen; what is unknown leads to the map. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    ...SCREENS.map(({ name, path, load, bare, present }) => ({ name, path, component: load, meta: { bare, present } })),
    { path: '/:elsewhere(.*)*', redirect: '/' },
  ],
})

/**
 * A screen is a file named by its build: after an upgrade of the server those of an open page are gone, and one that a bad
 * line has lost a browser does not ask for twice. A new page has it; the first screen of a page is `RoomLoader`'s.
 */
router.onError(async (_, to, from) => {
  const hasIt = from === START_LOCATION ? await hasNewBuild() : (await servedBuild()) !== null
  if (hasIt) location.assign(to.fullPath)
})
