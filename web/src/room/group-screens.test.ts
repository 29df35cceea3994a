import { expect, it } from 'vitest'
import type { Group, Screen } from '../screens.js'
import { groupForThumb, groupScreens } from './group-screens.js'

const screen = (name: string, group: Group) => ({ name, group, path: `/${name}` }) as Screen
const operate = ['overview', 'map', 'alarms', 'shift', 'wall'].map((name) => screen(name, 'operate'))
const quality = screen('quality', 'understand')
const system = screen('system', 'administer')
const channels = screen('channels', 'administer')
const all = [...operate, quality, system, channels]
const names = (screens: readonly Screen[]) => screens.map(({ name }) => name).join(' ')

it('keeps what is operated in sight and puts the rest behind a word each', () => {
  const { direct, menus } = groupScreens(all)
  expect(names(direct)).toBe('overview map alarms shift wall quality')
  expect(menus.map(({ group, screens }) => `${group}: ${names(screens)}`)).toEqual(['administer: system channels'])
})

it('leaves the thumb the first few, and one menu for all others', () => {
  const { direct, menus } = groupForThumb(all, 5)
  expect(names(direct)).toBe('overview map alarms shift')
  expect(menus.map(({ group, screens }) => `${group}: ${names(screens)}`)).toEqual([
    'operate: wall',
    'understand: quality',
    'administer: system channels',
  ])
})

it('needs no menu where everything has room', () => {
  expect(groupForThumb(operate, 5)).toEqual({ direct: operate, menus: [] })
})
