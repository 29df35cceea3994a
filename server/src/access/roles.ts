import type { Role } from '@ioc/shared/wire'
import type { Action } from '../ports/access.js'

/** Who may do what. One word an action, used by every route. */
const ROLES_THAT_MAY: Record<Action, readonly Role[]> = {
  read: ['viewer', 'operator', 'leader', 'engineer', 'admin'],
  'handle alarms': ['operator', 'leader', 'engineer', 'admin'],
  'change stations': ['engineer', 'admin'],
  'change rules': ['engineer', 'admin'],
  'issue secrets': ['engineer', 'admin'],
  'change retention': ['engineer', 'admin'],
  'post observations': ['engineer', 'admin'],
  'read rejections': ['engineer', 'admin'],
  'retry rejections': ['engineer', 'admin'],
  'manage people': ['admin'],
  'manage tokens': ['admin'],
  'read audit': ['admin'],
  'manage channels': ['engineer', 'admin'],
}

export function may(role: Role, action: Action): boolean {
  return ROLES_THAT_MAY[action].includes(role)
}
