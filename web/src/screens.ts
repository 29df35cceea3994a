import type { Component } from 'vue'
import type { Role } from '@ioc/shared/wire'
import type { vi } from './i18n/vi.js'

/** Something that fills the room; its name is a word of `screen`. */
export interface Screen {
  name: keyof typeof vi.screen
  path: string
  load: () => Promise<{ default: Component }>
  /** Who has a way to it in the header; left out: everyone. */
  roles?: readonly Role[]
  /** Reached from other screens alone. */
  unlisted?: true
  /** Without the header: for a wall. */
  bare?: true
}

/** Every screen of the room, in the order of the header. */
export const SCREENS: readonly Screen[] = [
  { name: 'overview', path: '/overview', load: () => import('./overview/OverviewScreen.vue') },
  { name: 'map', path: '/', load: () => import('./desk/DeskScreen.vue') },
  { name: 'alarms', path: '/alarms', load: () => import('./alarms/AlarmDesk.vue') },
  { name: 'alarm', path: '/alarms/:id', load: () => import('./alarms/AlarmDesk.vue'), unlisted: true },
  {
    name: 'quality',
    path: '/alarms/quality',
    load: () => import('./quality/QualityScreen.vue'),
    roles: ['operator', 'leader', 'engineer', 'admin'],
  },
  { name: 'rules', path: '/rules', load: () => import('./rules/RulesScreen.vue') },
  { name: 'maintenance', path: '/maintenance', load: () => import('./alarms/MaintenanceScreen.vue'), unlisted: true },
  { name: 'system', path: '/system', load: () => import('./system/SystemScreen.vue'), roles: ['engineer', 'admin'] },
  {
    name: 'channels',
    path: '/admin/channels',
    load: () => import('./channels/ChannelsScreen.vue'),
    roles: ['engineer', 'admin'],
  },
]
