/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backup to a file of the person's choosing, proven before it is called one. */

#pragma once

#include <gtk/gtk.h>

#include "shc-vault.h"

G_BEGIN_DECLS

/** shc_backup_now: asks where to, makes the backup, says how it went in @from's window. */
void shc_backup_now (GtkWidget *from, ShcVault *vault);

/** shc_backup_name: Returns: (transfer full): a file name with today's date. */
char *shc_backup_name (void);

G_END_DECLS
