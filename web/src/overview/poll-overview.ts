import type { WireOverview } from '@ioc/shared/overview'
import { usePolled } from '../access/use-polled.js'

/** The server computes the figures twice a minute; asking more often brings nothing. */
const EVERY_MS = 30_000

/** The province in a few numbers; null before the first answer. */
export function pollOverview() {
  const { data: overview, failed: overviewFailed } = usePolled<WireOverview>('overview', EVERY_MS)
  return { overview, overviewFailed }
}
