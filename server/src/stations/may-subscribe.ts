import { mayPublish, type Gateway } from '@ioc/shared/gateway'

/**
 * Whether a gateway may ask for this: the commands to one Sparkplug edge node, or to the devices below it, whose data
 * it may publish. Nobody may ask for anything else.
 */
export function maySubscribe(gateway: Pick<Gateway, 'topics'>, filter: string): boolean {
  const [namespace, group, type, node] = filter.split('/')
  if (namespace !== 'spBv1.0' || (type !== 'NCMD' && type !== 'DCMD')) return false
  return Boolean(group) && Boolean(node) && mayPublish(gateway, `spBv1.0/${group}/NDATA/${node}`)
}
