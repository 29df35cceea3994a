/** Devices turned away, as `GET refusals` tells. */
export interface Refusal {
  why: string
  who: string
  address: string
  detail: string
  count: number
  last: string
}
