/** Something laid over the map that is not there by itself; null: it cannot be had at the moment that is shown. */
export interface Overlay {
  name: 'rain' | 'ahead'
  on: boolean | null
}
