import { GROUPS, type Group, type Screen } from '../screens.js'

export interface ScreenGroup {
  group: Group
  screens: readonly Screen[]
}

interface Navigation {
  /** Always in sight. */
  direct: readonly Screen[]
  /** Behind a word each. */
  menus: readonly ScreenGroup[]
}

/**
 * What stands in the header and what is behind a word of it: an operator's screens are one press away, what is needed
 * once a day is two. A group of one needs no menu.
 */
export function groupScreens(screens: readonly Screen[]): Navigation {
  const groups = groupsOf(screens)
  return {
    direct: groups.filter(isDirect).flatMap((each) => each.screens),
    menus: groups.filter((each) => !isDirect(each)),
  }
}

/** On a phone: the first few of the operator's screens, and all others behind one word. */
export function groupForThumb(screens: readonly Screen[], room: number): Navigation {
  const direct = screens.length <= room ? screens : screens.filter(isOperated).slice(0, room - 1)
  return { direct, menus: groupsOf(screens.filter((screen) => !direct.includes(screen))) }
}

function isDirect({ group, screens }: ScreenGroup): boolean {
  return group === 'operate' || screens.length === 1
}

function isOperated({ group }: Screen): boolean {
  return group === 'operate'
}

function groupsOf(screens: readonly Screen[]): ScreenGroup[] {
  const all = GROUPS.map((group) => ({ group, screens: screens.filter((screen) => screen.group === group) }))
  return all.filter((each) => each.screens.length > 0)
}
