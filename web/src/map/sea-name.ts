/** Places at sea along the coast where its name may stand; the country's own first. */
const AT_SEA: readonly (readonly [lon: number, lat: number])[] = [
  [112.6, 13],
  [107.95, 16.72],
  [109.3, 15.9],
  [107.2, 17.6],
  [106.6, 18.6],
  [106.6, 19.6],
  [107.4, 20.4],
  [109.9, 14.2],
  [110.2, 12.6],
  [109.3, 11.0],
  [107.6, 9.9],
  [106.4, 8.6],
]

export function seaName(name: string): GeoJSON.FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: AT_SEA.map((coordinates, rank) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [...coordinates] },
      properties: { name, rank },
    })),
  }
}
