/** An archive of map tiles (PMTiles) of the province, in parts at `GET tiles/{name}`. */
export interface WireTileArchive {
  name: string
  /** Vector tiles, or pictures. */
  kind: 'vector' | 'raster'
}

/** The part of a MapLibre style that a province draws beneath everything of ours. */
export interface GroundStyle {
  /** By name: a source of tiles whose `url` is `pmtiles://` and the name of an archive. */
  sources: Record<string, { type: 'vector' | 'raster'; url: string }>
  /** Layers of MapLibre, from the lowest. */
  layers: Record<string, unknown>[]
}

/** `GET ground`: what a province has put beneath its map; without a style its archives are drawn plainly. */
export interface WireGround {
  archives: WireTileArchive[]
  style: GroundStyle | null
}
