import type { GeoJSONSourceDiff } from 'maplibre-gl'
import { rankOf, STANDINGS } from '../stations/standing.js'
import type { Ring } from './plan-scene.js'

interface RingPlan {
  diff: GeoJSONSourceDiff
  /** Rings that look otherwise than before. */
  painted: Ring[]
}

/** What must change on the map to get from one set of rings to another; null where nothing must. */
export function planRings(drawn: ReadonlyMap<string, Ring>, wanted: readonly Ring[]): RingPlan | null {
  const left = new Set(drawn.keys())
  const painted: Ring[] = []
  const add: GeoJSON.Feature[] = []
  for (const ring of wanted) {
    left.delete(ring.id)
    const before = drawn.get(ring.id)
    if (before && isSame(before, ring)) continue
    painted.push(ring)
    // A feature of the same id takes the place of the one before.
    add.push(toFeature(ring))
  }
  return painted.length + left.size === 0 ? null : { painted, diff: { remove: [...left], add } }
}

function isSame(a: Ring, b: Ring): boolean {
  return (
    a.lon === b.lon && a.lat === b.lat && STANDINGS.every((standing) => a.standings[standing] === b.standings[standing])
  )
}

function toFeature({ id, lon, lat, standings }: Ring): GeoJSON.Feature {
  const worst = STANDINGS.find((standing) => standings[standing] > 0) ?? 'normal'
  return {
    type: 'Feature',
    id,
    geometry: { type: 'Point', coordinates: [lon, lat] },
    properties: { id, icon: `ring.${id}`, rank: rankOf(worst) },
  }
}
