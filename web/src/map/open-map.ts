import { LngLatBounds, Map as MapView, setWorkerUrl, type GeoJSONSource } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { drawIcon } from './draw-icon.js'
import { layersOf, type Look } from './layers.js'
import { mapStyle } from './map-style.js'
import { planMarkers, type Markers } from './plan-markers.js'
import { readPalette, readScale } from './palette.js'
import { seaName } from './sea-name.js'
import { STATION_LAYERS } from './station-layers.js'

setWorkerUrl(workerUrl)

const REMEMBERED = 'ioc.camera'
/** Every letter the names can hold, so that no label is drawn before its font is here. */
const LETTERS = 'aAăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵĐƯƠ0123456789,.µ³→▽'

type PaintKey = Parameters<MapView['setPaintProperty']>[1]
type LayoutKey = Parameters<MapView['setLayoutProperty']>[1]

interface MapOptions {
  container: HTMLElement
  bounds: [number, number, number, number]
  /** Layers the server has. */
  basemap: readonly string[]
  areas: GeoJSON.FeatureCollection
  sea: string
}

export interface Hit {
  id: string
  x: number
  y: number
}

/** The map as the room needs it: told what to show, it changes only what differs. */
export async function openMap({ container, bounds, basemap, areas, sea }: MapOptions) {
  await Promise.all([500, 600].map((weight) => document.fonts.load(`${weight} 48px 'Inter Variable'`, LETTERS)))

  const drawn: { look: Look; markers: Markers; toned: Map<string, string>; outlines: GeoJSON.FeatureCollection } = {
    look: { palette: readPalette(), scale: readScale() },
    markers: new Map(),
    toned: new Map(),
    outlines: { type: 'FeatureCollection', features: [] },
  }
  const camera = readCamera()
  const map = new MapView({
    container,
    style: mapStyle(drawn.look, { basemap, areas, sea }),
    ...(camera ?? { bounds: bounds, fitBoundsOptions: { padding: padding() } }),
    minZoom: 4,
    maxZoom: 16,
    fadeDuration: 0,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()

  let moved = camera !== null
  map.on('moveend', (event) => {
    moved ||= (event as { originalEvent?: Event }).originalEvent !== undefined
    if (!moved) return
    const { lng, lat } = map.getCenter()
    sessionStorage.setItem(REMEMBERED, JSON.stringify({ center: [lng, lat], zoom: map.getZoom() }))
  })
  map.on('styleimagemissing', ({ id }) => addIcon(id))
  map.on('resize', () => {
    if (!moved) goHome(0)
  })
  await map.once('load')

  function addIcon(id: string) {
    if (!id || map.hasImage(id)) return
    const ratio = devicePixelRatio
    map.addImage(id, drawIcon(id, drawn.look.palette, ratio * drawn.look.scale), { pixelRatio: ratio })
  }
  function padding() {
    const rem = readScale() * 16
    const narrow = container.clientWidth < 40 * rem
    return { top: (narrow ? 3.5 : 4.5) * rem, bottom: 2.2 * rem, left: rem, right: rem }
  }
  function goHome(duration = 600) {
    map.fitBounds(bounds, { padding: padding(), duration: calm(duration) })
  }
  function sourceOf(id: string): GeoJSONSource | undefined {
    return map.getSource<GeoJSONSource>(id)
  }

  return {
    map,
    setMarkers(markers: Markers) {
      const plan = planMarkers(drawn.markers, markers)
      if (plan === null) return
      for (const { icon } of markers.values()) addIcon(icon)
      drawn.markers = markers
      void sourceOf('stations')?.updateData(plan)
    },
    /** Colours the communes where something critical or high stands. */
    setTones(tones: Map<string, string>) {
      for (const id of drawn.toned.keys()) if (!tones.has(id)) map.removeFeatureState({ source: 'areas', id }, 'tone')
      for (const [id, tone] of tones) {
        if (drawn.toned.get(id) !== tone) map.setFeatureState({ source: 'areas', id }, { tone })
      }
      drawn.toned = new Map(tones)
    },
    /** Draws the areas of group alarms; what is drawn already is not drawn again. */
    setOutlines(outlines: GeoJSON.FeatureCollection) {
      if (JSON.stringify(outlines) === JSON.stringify(drawn.outlines)) return
      drawn.outlines = outlines
      void sourceOf('outlines')?.setData(outlines)
    },
    setSea(name: string) {
      void sourceOf('sea-name')?.setData(seaName(name))
    },
    /** Takes the theme and the size of the moment. */
    restyle() {
      drawn.look = { palette: readPalette(), scale: readScale() }
      for (const id of map.listImages()) {
        if (!id.includes('.')) continue
        map.removeImage(id)
        addIcon(id)
      }
      for (const layer of layersOf(drawn.look)) {
        map.setLayerZoomRange(layer.id, layer.minzoom ?? 0, layer.maxzoom ?? 24)
        for (const [key, value] of Object.entries(layer.paint ?? {}))
          map.setPaintProperty(layer.id, key as PaintKey, value)
        for (const [key, value] of Object.entries(layer.layout ?? {}))
          map.setLayoutProperty(layer.id, key as LayoutKey, value)
      }
    },
    /** Islands that are named in the corner line are not named at the edge as well. */
    hideIslands(names: readonly string[]) {
      map.setFilter('islands', ['!', ['in', ['get', 'name'], ['literal', [...names]]]])
    },
    choose(id: string | null) {
      map.setFilter('chosen', ['==', ['get', 'id'], id ?? ''])
    },
    /** Brings a station into the free part of the map, left of what covers its right. */
    flyTo(place: { lon: number; lat: number }, coveredRight: number) {
      moved = true
      map.easeTo({
        center: [place.lon, place.lat],
        zoom: Math.max(map.getZoom(), 10.6 + Math.max(0, Math.log2(drawn.look.scale))),
        offset: [-coveredRight / 2, 0],
        duration: calm(700),
      })
    },
    /** Brings the outline of a group into the free part of the map. */
    flyOver(id: string, coveredRight: number) {
      const outline = drawn.outlines.features.find(({ properties }) => properties?.['station'] === id)
      if (!outline) return
      moved = true
      const { left, right, ...room } = padding()
      map.fitBounds(boundsOf(outline.geometry), {
        padding: { ...room, left: 4 * left, right: 4 * right + coveredRight },
        maxZoom: 12,
        duration: calm(700),
      })
    },
    hit(point: { x: number; y: number }, reach: number): Hit | null {
      const box: [[number, number], [number, number]] = [
        [point.x - reach, point.y - reach],
        [point.x + reach, point.y + reach],
      ]
      const found = map.queryRenderedFeatures(box, { layers: STATION_LAYERS })
      const best = found.sort((a, b) => Number(a.properties['rank']) - Number(b.properties['rank']))[0]
      if (!best || best.geometry.type !== 'Point') return null
      const [lon = 0, lat = 0] = best.geometry.coordinates
      const { x, y } = map.project([lon, lat])
      return { id: String(best.properties['id']), x, y }
    },
    zoomBy: (step: number) => map.easeTo({ zoom: map.getZoom() + step, duration: calm(250) }),
    goHome() {
      moved = false
      sessionStorage.removeItem(REMEMBERED)
      goHome()
    },
    close: () => map.remove(),
  }
}

export type OpenMap = Awaited<ReturnType<typeof openMap>>

function boundsOf(geometry: GeoJSON.Geometry): LngLatBounds {
  const bounds = new LngLatBounds()
  const rings = geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : []
  for (const ring of geometry.type === 'Polygon' ? geometry.coordinates : rings) {
    for (const [lon = 0, lat = 0] of ring) bounds.extend([lon, lat])
  }
  return bounds
}

function readCamera(): { center: [number, number]; zoom: number } | null {
  try {
    return JSON.parse(sessionStorage.getItem(REMEMBERED) ?? 'null') as { center: [number, number]; zoom: number } | null
  } catch {
    return null
  }
}

function calm(ms: number): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : ms
}
