import { computed, onActivated, shallowRef } from 'vue'
import { useRoute } from 'vue-router'
import { useRewriteQuery } from '../room/use-rewrite-query.js'
import type { Place } from './open-camera.js'
import { widened, type Box, type Camera } from './plan-scene.js'
import { parsePlace, placeText } from './view-address.js'

/** Where the map looks. It stands in the address, so a link leads to the same view; without it all of the province is shown. */
export function useMapView({ showIn }: { showIn: (box: Box | null) => void }) {
  const route = useRoute()
  const screen = route.name
  const camera = shallowRef<Camera | null>(null)
  /** Where stations are drawn one by one; null: nowhere. */
  const single = shallowRef<Box | null>(null)
  /** Until the map has said it, the address stays as it was opened. */
  let brought: Place | null | undefined

  const write = useRewriteQuery(({ view, ...others }) => {
    // The map stays drawn while another screen is looked at.
    if (route.name !== screen || brought === undefined) return null
    const text = brought ? placeText(brought) : undefined
    if (text === view) return null
    return text === undefined ? others : { ...others, view: text }
  })
  onActivated(write)

  return {
    place: computed(() => (route.name === screen ? parsePlace(route.query['view']) : null)),
    camera,
    single,
    look(view: { camera: Camera; single: boolean; place: Place | null }) {
      camera.value = view.camera
      brought = view.place
      single.value = view.single ? widened(view.camera.box) : null
      showIn(single.value)
      write()
    },
  }
}
