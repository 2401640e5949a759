/**
 * How Fillbook looks: one accent colour, dense sizes, tabular digits, and light and dark as equals.
 *
 * Text colours keep at least 4.5:1 on their background in both schemes. Colours with a meaning (up, down, stale, failed)
 * are CSS variables of ours, so that no component names a shade; `--fb-mark-…` are the lightnesses of an exchange's mark.
 */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const accent: MantineColorsTuple = [
  '#edf3fb',
  '#d9e5f4',
  '#b2cae8',
  '#88addc',
  '#6696d2',
  '#5088cc',
  '#4380ca',
  '#336db3',
  '#2862a2',
  '#155490',
];

const dark: MantineColorsTuple = [
  '#dce0e7',
  '#bcc2cd',
  '#98a1b0',
  '#687080',
  '#3c434f',
  '#2d333d',
  '#20252d',
  '#15181d',
  '#101216',
  '#0a0c0f',
];

const sansSerif =
  'Inter, "Segoe UI", system-ui, -apple-system, BlinkMacSystemFont, Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif';

export const theme = createTheme({
  colors: { accent, dark },
  primaryColor: 'accent',
  primaryShade: { light: 8, dark: 8 },
  fontFamily: sansSerif,
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.45', xl: '1.3' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '1.3' },
      h2: { fontSize: '15px', lineHeight: '1.4' },
      h3: { fontSize: '14px', lineHeight: '1.4' },
    },
  },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  spacing: { xs: '6px', sm: '10px', md: '14px', lg: '20px', xl: '28px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 30 } },
    // a dialog's header is no second banner of the page
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.45 },
        attributes: { header: { role: 'none' } },
      },
    },
    Drawer: { defaultProps: { attributes: { header: { role: 'none' } } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    Popover: { defaultProps: { shadow: 'md', withArrow: true } },
  },
});

/** The colours with a meaning, per scheme, and Mantine's own where their contrast is below 4.5:1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#171a1f',
    '--mantine-color-dimmed': '#59616d',
    '--mantine-color-placeholder': '#69717d',
    '--mantine-color-error': '#b3242e',
    '--mantine-color-anchor': '#1f5796',
    '--mantine-color-default-border': '#c9ced6',
    '--fb-line': '#e1e4e9',
    '--fb-surface': '#f6f7f9',
    '--fb-raised': '#ffffff',
    '--fb-hover': '#eef1f5',
    '--fb-accent-text': '#1f5796',
    '--fb-up': '#0a7048',
    '--fb-down': '#b3242e',
    '--fb-stale': '#855400',
    '--fb-stale-surface': '#fdf5e4',
    '--fb-failed': '#b3242e',
    '--fb-mark-text': '20%',
    '--fb-mark-surface': '90%',
    '--fb-mark-line': '76%',
  },
  dark: {
    '--mantine-color-dimmed': '#98a1b0',
    '--mantine-color-placeholder': '#8790a0',
    '--mantine-color-error': '#ff8a90',
    '--mantine-color-anchor': '#8bb4e6',
    '--fb-line': '#2a2f38',
    '--fb-surface': '#101216',
    '--fb-raised': '#191c22',
    '--fb-hover': '#22272f',
    '--fb-accent-text': '#8bb4e6',
    '--fb-up': '#4cc38a',
    '--fb-down': '#ff8a90',
    '--fb-stale': '#e5b254',
    '--fb-stale-surface': '#2a2415',
    '--fb-failed': '#ff8a90',
    '--fb-mark-text': '86%',
    '--fb-mark-surface': '20%',
    '--fb-mark-line': '36%',
  },
});
