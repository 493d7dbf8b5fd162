/* SPDX-License-Identifier: GPL-3.0-or-later */
/* News of commits: from a connection's thread to the owner's context, several in one. */

#define G_LOG_DOMAIN "shc-vault-news"

#include "config.h"

#include "shc-vault-private.h"

struct _ShcVaultNews
{
  GWeakRef      vault;
  GMainContext *context;
  guint         pending; /* atomic; #ShcVaultCommits that were not told yet */
};

ShcVaultNews *
shc_vault_news_new (ShcVault     *vault,
                    GMainContext *context)
{
  ShcVaultNews *news = g_atomic_rc_box_new0 (ShcVaultNews);

  g_weak_ref_init (&news->vault, vault);
  news->context = g_main_context_ref (context);
  return news;
}

ShcVaultNews *
shc_vault_news_ref (ShcVaultNews *news)
{
  return g_atomic_rc_box_acquire (news);
}

static void
clear (gpointer data)
{
  ShcVaultNews *news = data;

  g_weak_ref_clear (&news->vault);
  g_main_context_unref (news->context);
}

void
shc_vault_news_unref (gpointer news)
{
  g_atomic_rc_box_release_full (news, clear);
}

static gboolean
tell_cb (gpointer user_data)
{
  ShcVaultNews *news = user_data;
  guint commits = g_atomic_int_and (&news->pending, 0);
  g_autoptr(ShcVault) vault = g_weak_ref_get (&news->vault);

  if (vault != NULL && (commits & SHC_VAULT_COMMITTED_HERE))
    shc_vault_emit_changed (vault, FALSE);
  if (vault != NULL && (commits & SHC_VAULT_COMMITTED_ELSEWHERE))
    shc_vault_emit_changed (vault, TRUE);
  return G_SOURCE_REMOVE;
}

void
shc_vault_news_notify (ShcVaultCommits commits,
                       gpointer        user_data)
{
  ShcVaultNews *news = user_data;
  g_autoptr(GSource) source = NULL;

  if (g_atomic_int_or (&news->pending, commits) != 0)
    return;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_cb, shc_vault_news_ref (news), shc_vault_news_unref);
  g_source_attach (source, news->context);
}
