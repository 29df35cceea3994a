import type { Filters } from '../stations/filters.js'
import type { RowChange, RowFeed } from '../stations/row-book.js'
import type { Row } from '../stations/row.js'
import type { OpenMap } from './open-map.js'
import type { Marker } from './plan-markers.js'
import { planScene, type Scene } from './plan-scene.js'

export interface Shown {
  feed: RowFeed
  filters: Filters
  toMarker: (row: Row) => Marker
  /** What colours the communes in place of the worst that stands in them. */
  washes?: ReadonlyMap<string, string> | null
}

/** With more stations than this the scene is not planned anew at every change of a standing. */
const MANY = 3_000
const PLAN_EVERY_MS = 1_000

type Drawable = Pick<OpenMap, 'camera' | 'setMarkers' | 'setRings' | 'setWashes'>

export interface Following {
  /** What is shown has been exchanged. */
  show(shown: Shown): void
  /** The camera has moved. */
  moved(): void
  /** How a marker looks is no longer what it was, though no row has changed. */
  redraw(): void
  close(): void
}

/**
 * Keeps the map at what a feed of rows says.
 *
 * What only measures anew costs its own markers, if it has any; what stands otherwise has the scene planned again, at
 * most once a second where there are many stations.
 */
export function followFeed(open: Drawable, first: Shown, onScene: (scene: Scene) => void): Following {
  let shown = first
  let scene: Scene = { markers: new Set(), rings: [], tones: new Map() }
  let markers = new Map<string, Marker>()
  let stop = first.feed.listen(take)
  let plannedAt = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined

  function plan(): void {
    clearTimeout(timer)
    timer = undefined
    plannedAt = performance.now()
    scene = planScene(shown.feed.rows.values(), open.camera(), shown.filters)
    draw()
    open.setRings(scene.rings)
    onScene(scene)
  }

  /** Draws the markers and washes of the scene as it is planned. */
  function draw(): void {
    const { feed, toMarker, washes } = shown
    markers = new Map()
    for (const id of scene.markers) {
      const row = feed.rows.get(id)
      if (row) markers.set(id, toMarker(row))
    }
    open.setMarkers(markers)
    open.setWashes(washes ?? scene.tones)
  }

  function planSoon(): void {
    const wait = shown.feed.rows.size > MANY ? plannedAt + PLAN_EVERY_MS - performance.now() : 0
    if (wait <= 0) plan()
    else timer ??= setTimeout(plan, wait)
  }

  function take({ ids, standings }: RowChange): void {
    if (standings) return planSoon()
    const drawn = [...(ids ?? scene.markers)].filter((id) => scene.markers.has(id))
    if (drawn.length === 0) return
    // The map compares with what it was given before, so that stays as it is.
    markers = new Map(markers)
    for (const id of drawn) {
      const row = shown.feed.rows.get(id)
      if (row) markers.set(id, shown.toMarker(row))
    }
    open.setMarkers(markers)
  }

  return {
    show(next) {
      const { feed, filters } = shown
      shown = next
      if (next.feed !== feed) {
        stop()
        stop = next.feed.listen(take)
      }
      // Other words and other washes move nothing: only other rows and filters are another scene.
      if (next.feed === feed && next.filters === filters) draw()
      else plan()
    },
    moved: plan,
    redraw: plan,
    close() {
      clearTimeout(timer)
      stop()
    },
  }
}
