import type { GeoJSONSource, LayerSpecification, Map as MapView } from 'maplibre-gl'
import { drawHatch } from './draw-hatch.js'
import { drawIcon } from './draw-icon.js'
import { drawRing } from './draw-ring.js'
import { createFlatMap } from './flat-map.js'
import { HATCH, LAYERS_OF, layersOf, oneOf, SILENT_AREAS, type Look, type MapLayer } from './layers.js'
import { mapStyle } from './map-style.js'
import { firstView, openCamera, type Bounds, type Place } from './open-camera.js'
import { planMarkers, type Markers } from './plan-markers.js'
import { planRings } from './plan-rings.js'
import type { Ring } from './plan-scene.js'
import { readPalette, readScale } from './palette.js'
import { seaName } from './sea-name.js'
import { STATION_LAYERS } from './station-layers.js'

/** Every letter the names can hold, so that no label is drawn before its font is here. */
const LETTERS = 'aAăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵĐƯƠ0123456789,.:µ³→▽≈'

type PaintKey = Parameters<MapView['setPaintProperty']>[1]
type LayoutKey = Parameters<MapView['setLayoutProperty']>[1]

interface MapOptions {
  container: HTMLElement
  bounds: Bounds
  /** Layers the server has. */
  basemap: readonly string[]
  areas: GeoJSON.FeatureCollection
  sea: string
  /** Whether the province has tiles of its own. */
  ground?: boolean
  /** Where to look at first; left out: at all of the province. */
  place?: Place | null
}

/** What lies under the pointer: a station, or a ring of many. */
export interface Hit {
  kind: 'station' | 'ring'
  id: string
  x: number
  y: number
}

/** The map as the room needs it: told what to show, it changes only what differs. */
export async function openMap({ container, bounds, basemap, areas, sea, ground, place = null }: MapOptions) {
  await Promise.all([500, 600].map((weight) => document.fonts.load(`${weight} 48px 'Inter Variable'`, LETTERS)))

  const drawn: Drawn = {
    look: { palette: readPalette(), scale: readScale() },
    markers: new Map(),
    rings: new Map(),
    washed: new Map(),
    labelsQuiet: false,
    outlines: { type: 'FeatureCollection', features: [] },
  }
  const map = createFlatMap({
    container,
    style: mapStyle(drawn.look, { basemap, areas, sea }),
    ...firstView(container, bounds, place),
  })
  const camera = openCamera(map, bounds, place)
  map.on('styleimagemissing', ({ id }) => addIcon(id))
  await map.once('load')
  // Without the province's own tiles the map is plainer, and all the same a map.
  const own = ground
    ? await import('./open-ground.js').then(({ openGround }) => openGround(map, drawn.look)).catch(() => null)
    : null

  function addIcon(id: string) {
    if (!id || id.startsWith('ring.') || map.hasImage(id)) return
    const ratio = devicePixelRatio
    if (id === HATCH) return void map.addImage(id, drawHatch(drawn.look.palette, ratio), { pixelRatio: ratio })
    map.addImage(id, drawIcon(id, drawn.look.palette, ratio * drawn.look.scale), { pixelRatio: ratio })
  }
  function paintRing(ring: Ring): void {
    const id = `ring.${ring.id}`
    const { palette, scale } = drawn.look
    const image = drawRing(ring, palette, devicePixelRatio * scale)
    // A picture of the same size is exchanged without the ring being laid out anew.
    if (map.getImage(id)?.data.width === image.width) return void map.updateImage(id, image)
    if (map.hasImage(id)) map.removeImage(id)
    map.addImage(id, image, { pixelRatio: devicePixelRatio })
  }
  function ruleZoom({ id, minzoom = 0, maxzoom = 24 }: LayerSpecification) {
    const isFreed = id === 'quiet-labels' && drawn.labelsQuiet
    map.setLayerZoomRange(id, isFreed ? 0 : minzoom, maxzoom)
  }
  function sourceOf(id: string): GeoJSONSource | undefined {
    return map.getSource<GeoJSONSource>(id)
  }

  return {
    ...camera,
    map,
    setMarkers(markers: Markers) {
      const plan = planMarkers(drawn.markers, markers)
      if (plan === null) return
      for (const { icon } of markers.values()) addIcon(icon)
      drawn.markers = markers
      void sourceOf('stations')?.updateData(plan)
    },
    /** Draws what stands for many stations; a ring whose numbers are the same is left alone. */
    setRings(rings: readonly Ring[]) {
      const plan = planRings(drawn.rings, rings)
      if (plan === null) return
      for (const ring of plan.painted) paintRing(ring)
      for (const id of plan.diff.remove ?? []) map.removeImage(`ring.${id}`)
      drawn.rings = new Map(rings.map((ring) => [ring.id, ring]))
      void sourceOf('rings')?.updateData(plan.diff)
    },
    /** Colours communes, each by the name of its wash: a severity, or a class of rain. */
    setWashes(washes: ReadonlyMap<string, string>) {
      for (const id of drawn.washed.keys()) if (!washes.has(id)) map.removeFeatureState({ source: 'areas', id }, 'wash')
      for (const [id, wash] of washes) {
        if (drawn.washed.get(id) !== wash) map.setFeatureState({ source: 'areas', id }, { wash })
      }
      const silent = [...washes.keys()].filter((id) => washes.get(id) === 'silent')
      const before = [...drawn.washed.keys()].filter((id) => drawn.washed.get(id) === 'silent')
      if (silent.join() !== before.join()) map.setFilter(SILENT_AREAS, oneOf(silent))
      drawn.washed = new Map(washes)
    },
    /** Labels of quiet stations at every zoom, where there is room for them. */
    labelQuiet(everywhere: boolean) {
      drawn.labelsQuiet = everywhere
      for (const layer of layersOf(drawn.look)) if (layer.id === 'quiet-labels') ruleZoom(layer)
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
        if (!id.includes('.') || id.startsWith('ring.')) continue
        map.removeImage(id)
        addIcon(id)
      }
      for (const ring of drawn.rings.values()) paintRing(ring)
      for (const layer of [...layersOf(drawn.look), ...(own?.layersOf(drawn.look) ?? [])]) {
        ruleZoom(layer)
        for (const [key, value] of Object.entries(layer.paint ?? {}))
          map.setPaintProperty(layer.id, key as PaintKey, value)
        // What was taken off the map stays off.
        for (const [key, value] of Object.entries({ ...layer.layout, visibility: undefined }))
          if (value !== undefined) map.setLayoutProperty(layer.id, key as LayoutKey, value)
      }
    },
    /** Islands that are named in the corner line are not named at the edge as well. */
    hideIslands(names: readonly string[]) {
      map.setFilter('islands', ['!', ['in', ['get', 'name'], ['literal', [...names]]]])
    },
    choose(id: string | null) {
      map.setFilter('chosen', ['==', ['get', 'id'], id ?? ''])
    },
    /** Brings the outline of a group into the free part of the map. */
    flyOver(id: string, coveredRight: number) {
      const outline = drawn.outlines.features.find(({ properties }) => properties?.['station'] === id)
      if (outline) camera.flyAround(outline.geometry, coveredRight)
    },
    hit(point: { x: number; y: number }, reach: number): Hit | null {
      const box: [[number, number], [number, number]] = [
        [point.x - reach, point.y - reach],
        [point.x + reach, point.y + reach],
      ]
      const found = map.queryRenderedFeatures(box, { layers: [...STATION_LAYERS, 'rings'] })
      const best = found.sort((a, b) => Number(a.properties['rank']) - Number(b.properties['rank']))[0]
      if (!best || best.geometry.type !== 'Point') return null
      const [lon = 0, lat = 0] = best.geometry.coordinates
      const { x, y } = map.project([lon, lat])
      return { kind: best.source === 'rings' ? 'ring' : 'station', id: String(best.properties['id']), x, y }
    },
    ring: (id: string) => drawn.rings.get(id),
    enterRing(id: string) {
      const ring = drawn.rings.get(id)
      if (ring) camera.goNear(ring)
    },
    setHidden(layers: ReadonlySet<MapLayer>) {
      const ground = layers.has('ground') ? 'none' : 'visible'
      for (const { id } of own?.layersOf(drawn.look) ?? []) map.setLayoutProperty(id, 'visibility', ground)
      if (own) map.setLayoutProperty('areas', 'visibility', layers.has('ground') ? 'visible' : 'none')
      for (const [layer, ids] of Object.entries(LAYERS_OF)) {
        const visibility = layers.has(layer as MapLayer) ? 'none' : 'visible'
        for (const id of ids) map.setLayoutProperty(id, 'visibility', visibility)
      }
    },
    close: () => map.remove(),
  }
}

interface Drawn {
  look: Look
  markers: Markers
  rings: ReadonlyMap<string, Ring>
  washed: Map<string, string>
  labelsQuiet: boolean
  outlines: GeoJSON.FeatureCollection
}

export type OpenMap = Awaited<ReturnType<typeof openMap>>
