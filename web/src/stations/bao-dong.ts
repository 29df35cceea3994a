/** How the levels of a flood are called, by `flood_level`: 0 has no name. */
export const BAO_DONG = ['', 'BĐ I', 'BĐ II', 'BĐ III'] as const

/** How severe each is drawn. */
export const BAO_DONG_SEVERITY = ['', 'medium', 'high', 'critical'] as const
