/** Whether the system may show reminders. It is asked of the person when they set one, and never before. */

type Permission = NotificationPermission | "none";

let permission = $state.raw<Permission>(now());

export function mayNotify(): Permission {
  return permission;
}

export async function askToNotify(): Promise<void> {
  if (permission !== "default") return;
  await Notification.requestPermission();
  permission = now();
}

function now(): Permission {
  return "Notification" in globalThis ? Notification.permission : "none";
}
