import type { Role } from '@ioc/shared/wire'

/** Who may do what. One word an action, used by every route. */
export const ROLES_THAT_MAY = {
  read: ['viewer', 'operator', 'leader', 'engineer', 'admin'],
  'handle alarms': ['operator', 'leader', 'engineer', 'admin'],
  'change stations': ['engineer', 'admin'],
  'change rules': ['engineer', 'admin'],
  'issue secrets': ['engineer', 'admin'],
  'post observations': ['engineer', 'admin'],
  'read rejections': ['engineer', 'admin'],
  'manage people': ['admin'],
  'manage tokens': ['admin'],
  'read audit': ['admin'],
} as const satisfies Record<string, readonly Role[]>

export type Action = keyof typeof ROLES_THAT_MAY

export function may(role: Role, action: Action): boolean {
  return (ROLES_THAT_MAY[action] as readonly Role[]).includes(role)
}
