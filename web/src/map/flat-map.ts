import { Map as MapView, setWorkerUrl, type MapOptions } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'

setWorkerUrl(workerUrl)

/** A map that lies flat and has north at the top, by the mouse, by fingers and by the keyboard. */
export function createFlatMap(options: MapOptions): MapView {
  const map = new MapView({
    minZoom: 4,
    // A wall of several screens is one map.
    maxCanvasSize: [16_384, 16_384],
    fadeDuration: 0,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    ...options,
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  return map
}
