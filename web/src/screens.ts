import type { Component } from 'vue'
import type { Role } from '@ioc/shared/wire'
import type { vi } from './i18n/vi.js'

/** What is done with screens, in the order of the header; each is a word of `nav`. */
export const GROUPS = ['operate', 'understand', 'administer'] as const
export type Group = (typeof GROUPS)[number]

/** Something that fills the room; its name is a word of `screen`. */
export interface Screen {
  name: keyof typeof vi.screen
  path: string
  load: () => Promise<{ default: Component }>
  /** Where the header has it: what is operated is in sight, the rest in a menu. Null: reached from other screens alone. */
  group: Group | null
  /** Who has a way to it in the header; left out: everyone. */
  roles?: readonly Role[]
  /** Without the header: for a wall. */
  bare?: true
  /** It tells of the present alone, also while the room is at another moment. */
  present?: true
}

const ENGINEERS: readonly Role[] = ['engineer', 'admin']

/** Parts of one screen, which has a way to each of them. */
const administration = (
  [
    ['stations', ENGINEERS],
    ['gateways', ENGINEERS],
    ['keys', ENGINEERS],
    ['people', ['admin']],
    ['channels', ENGINEERS],
    ['ledger', ENGINEERS],
    ['health', ENGINEERS],
  ] as const
).map(([name, roles]): Screen => ({
  name,
  roles,
  group: 'administer',
  path: `/admin/${name}`,
  present: true,
  load: () => import('./admin/AdminScreen.vue'),
}))

/** Every screen of the room, in the order of the header. */
export const SCREENS: readonly Screen[] = [
  { name: 'overview', group: 'operate', path: '/overview', load: () => import('./overview/OverviewScreen.vue') },
  { name: 'map', group: 'operate', path: '/', load: () => import('./desk/DeskScreen.vue') },
  { name: 'station', group: null, path: '/stations/:id', load: () => import('./stations/page/StationScreen.vue') },
  { name: 'alarms', group: 'operate', path: '/alarms', load: () => import('./alarms/AlarmDesk.vue') },
  { name: 'alarm', group: null, path: '/alarms/:id', load: () => import('./alarms/AlarmDesk.vue') },
  {
    name: 'quality',
    group: 'understand',
    path: '/alarms/quality',
    present: true,
    load: () => import('./quality/QualityScreen.vue'),
    roles: ['operator', 'leader', 'engineer', 'admin'],
  },
  {
    name: 'forecasts',
    group: 'understand',
    path: '/forecasts',
    present: true,
    load: () => import('./forecasts/ForecastsScreen.vue'),
  },
  {
    name: 'anomalies',
    group: 'understand',
    path: '/anomalies',
    present: true,
    load: () => import('./anomalies/AnomaliesScreen.vue'),
  },
  { name: 'shift', group: 'operate', path: '/shift', load: () => import('./shift/ShiftScreen.vue') },
  { name: 'report', group: null, path: '/report/:day?', load: () => import('./report/ReportScreen.vue') },
  { name: 'rules', group: 'administer', path: '/rules', present: true, load: () => import('./rules/RulesScreen.vue') },
  {
    name: 'maintenance',
    group: null,
    path: '/maintenance',
    present: true,
    load: () => import('./alarms/MaintenanceScreen.vue'),
  },
  ...administration,
  { name: 'design', group: null, path: '/design', load: () => import('./design/DesignScreen.vue') },
  { name: 'wall', group: null, path: '/wall', load: () => import('./wall/WallScreen.vue'), bare: true },
]
