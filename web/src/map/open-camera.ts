import { LngLatBounds, type MapOptions, type Map as MapView } from 'maplibre-gl'
import { readScale } from './palette.js'
import type { Camera } from './plan-scene.js'

/** Closer than this, a ring that was pressed has come apart. */
const RING_STEP = 2
const MAX_ZOOM = 16

export type Bounds = [west: number, south: number, east: number, north: number]

interface Point {
  lon: number
  lat: number
}

/** The middle of the map and how near it is. */
export interface Place extends Point {
  zoom: number
}

/** Where a map looks at first: at all of its bounds, unless at a place. */
export function firstView(container: HTMLElement, bounds: Bounds, place: Place | null) {
  return {
    maxZoom: MAX_ZOOM,
    ...(place
      ? { center: [place.lon, place.lat], zoom: place.zoom }
      : { bounds, fitBoundsOptions: { padding: paddingOf(container) } }),
  } satisfies Partial<MapOptions>
}

/** What moves a map. Whatever its size becomes, it shows all of its bounds until it is brought elsewhere. */
export function openCamera(map: MapView, bounds: Bounds, place: Place | null) {
  let moved = place !== null
  map.on('moveend', (event) => {
    moved ||= (event as { originalEvent?: Event }).originalEvent !== undefined
  })
  map.on('resize', () => {
    if (!moved) showAll(0)
  })

  function showAll(duration: number) {
    map.fitBounds(bounds, { padding: paddingOf(map.getContainer()), duration: calm(duration) })
  }

  return {
    /** What is in view. */
    camera(): Camera {
      const view = map.getBounds()
      return { box: [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()], zoom: map.getZoom() }
    },
    /** Where the camera was brought; null: where it stood by itself. */
    place(): Place | null {
      const { lng, lat } = map.getCenter()
      return moved ? { lon: lng, lat, zoom: map.getZoom() } : null
    },
    goHome() {
      moved = false
      showAll(600)
    },
    goTo({ lon, lat, zoom }: Place) {
      // A room that was away may have had another size, or none: the middle is that of now.
      map.resize()
      moved = true
      map.easeTo({ center: [lon, lat], zoom, duration: calm(900) })
    },
    /** Brings a station into the free part of the map, left of what covers its right. */
    flyTo({ lon, lat }: Point, coveredRight: number) {
      moved = true
      map.easeTo({
        center: [lon, lat],
        zoom: Math.max(map.getZoom(), 10.6 + Math.max(0, Math.log2(readScale()))),
        offset: [-coveredRight / 2, 0],
        duration: calm(700),
      })
    },
    /** Brings an outline into the free part of the map. */
    flyAround(outline: GeoJSON.Geometry, coveredRight: number) {
      moved = true
      const { left, right, ...room } = paddingOf(map.getContainer())
      map.fitBounds(boundsOf(outline), {
        padding: { ...room, left: 4 * left, right: 4 * right + coveredRight },
        maxZoom: 12,
        duration: calm(700),
      })
    },
    /** Goes so near that a ring comes apart. */
    goNear({ lon, lat }: Point) {
      moved = true
      map.easeTo({ center: [lon, lat], zoom: Math.min(map.getZoom() + RING_STEP, MAX_ZOOM), duration: calm(500) })
    },
    zoomBy: (step: number) => map.easeTo({ zoom: map.getZoom() + step, duration: calm(250) }),
  }
}

function paddingOf(container: HTMLElement) {
  const rem = readScale() * 16
  const narrow = container.clientWidth < 40 * rem
  return { top: (narrow ? 3.5 : 4.5) * rem, bottom: (narrow ? 1 : 2.2) * rem, left: rem, right: rem }
}

function boundsOf(geometry: GeoJSON.Geometry): LngLatBounds {
  const bounds = new LngLatBounds()
  const rings = geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : []
  for (const ring of geometry.type === 'Polygon' ? geometry.coordinates : rings) {
    for (const [lon = 0, lat = 0] of ring) bounds.extend([lon, lat])
  }
  return bounds
}

function calm(ms: number): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : ms
}
