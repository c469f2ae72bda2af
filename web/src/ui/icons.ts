/** Lines of 20 by 20, drawn with the colour of the text. */
export const ICONS = {
  inbox: "M3 11.5h4l1.5 2.5h3l1.5-2.5h4M3 11.5 5 4.5h10l2 7v4H3z",
  today:
    "M10 3v2M10 15v2M3 10h2M15 10h2M5 5l1.4 1.4M13.6 13.6 15 15M15 5l-1.4 1.4M6.4 13.6 5 15M10 7.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z",
  upcoming: "M4 5.5h9M4 10h12M4 14.5h7M13 13l3 1.5-3 1.5z",
  calendar: "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3M13 3v3",
  completed: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM7 10.2l2.2 2.2L13.2 8",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.8 10.5h7.4L14.5 6M8.5 9v4.5M11.5 9v4.5",
  settings: "M4 6h7M15 6h1M4 14h1M9 14h7M13 4v4M7 12v4",
  search: "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM13 13l3.8 3.8",
  plus: "M10 4v12M4 10h12",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  close: "M5 5l10 10M15 5 5 15",
  chevron: "M7.5 5l5 5-5 5",
  filter: "M3.5 5h13l-5 6v5l-3-1.5V11z",
  tag: "M3.5 3.5h6l7 7-6 6-7-7zM7 7h.01",
  list: "M7 5.5h9.5M7 10h9.5M7 14.5h9.5M3.5 5.5h.01M3.5 10h.01M3.5 14.5h.01",
  repeat: "M4 9V8a2 2 0 0 1 2-2h9M13 3.5 15.5 6 13 8.5M16 11v1a2 2 0 0 1-2 2H5M7 16.5 4.5 14 7 11.5",
  notes: "M4 6h12M4 10h12M4 14h7",
  subtasks: "M5 4v8a2 2 0 0 0 2 2h2M5 7h4M12 5.5h4v3h-4zM12 12.5h4v3h-4z",
  flag: "M5 17V3.5M5 4h9l-2 3.2L14 10.5H5",
  deadline: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 6v4.2l2.6 1.8",
  up: "M10 16V4M5 9l5-5 5 5",
  down: "M10 4v12M5 11l5 5 5-5",
  grip: "M7 5h.01M7 10h.01M7 15h.01M13 5h.01M13 10h.01M13 15h.01",
  undo: "M4 8h8a4 4 0 0 1 0 8H8M7.5 4.5 4 8l3.5 3.5",
  redo: "M16 8H8a4 4 0 0 0 0 8h4M12.5 4.5 16 8l-3.5 3.5",
  check: "M4.5 10.5l3.6 3.6L15.5 6.5",
} as const;

export type IconName = keyof typeof ICONS;
