import { defineAsyncComponent, type Component } from 'vue'

/** What each screen of the administration shows, by its name. */
export const ADMIN_PARTS: Readonly<Record<string, Component>> = {
  stations: defineAsyncComponent(() => import('./stations/StationsPart.vue')),
  gateways: defineAsyncComponent(() => import('./gateways/GatewaysPart.vue')),
  keys: defineAsyncComponent(() => import('./keys/KeysPart.vue')),
  people: defineAsyncComponent(() => import('./people/PeoplePart.vue')),
  channels: defineAsyncComponent(() => import('../channels/ChannelsScreen.vue')),
  ledger: defineAsyncComponent(() => import('./ledger/LedgerPart.vue')),
  health: defineAsyncComponent(() => import('./health/HealthPart.vue')),
}
