import { describe, expect, it } from 'vitest'
import { diskSeverity } from './disk-severity.js'

const MB = 1024 * 1024
const GB = 1024 * MB
const disk = (freeBytes: number, totalBytes = 100 * GB) => ({ freeBytes, totalBytes })

describe('what is left of a disk', () => {
  it.each([
    [disk(11 * GB), null],
    [disk(9 * GB), 'medium'],
    [disk(2.9 * GB), 'critical'],
    [disk(1.9 * GB, 10 * GB), 'medium'],
    [disk(500 * MB, 4 * GB), 'critical'],
    [disk(0), 'critical'],
  ])('%o is %s', (space, severity) => {
    expect(diskSeverity(space, null)).toBe(severity)
  })

  it('eases only with some more than its limit', () => {
    expect(diskSeverity(disk(10.5 * GB), null)).toBeNull()
    expect(diskSeverity(disk(10.5 * GB), 'medium')).toBe('medium')
    expect(diskSeverity(disk(11.5 * GB), 'medium')).toBeNull()
    expect(diskSeverity(disk(3.2 * GB), 'critical')).toBe('critical')
    expect(diskSeverity(disk(3.4 * GB), 'critical')).toBe('medium')
  })
})
