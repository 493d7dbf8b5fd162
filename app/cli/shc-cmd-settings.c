/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc settings`. */

#define G_LOG_DOMAIN "shc-cmd-settings"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-commands.h"
#include "shc-input.h"
#include "shc-output.h"
#include "shc-settings.h"
#include "shc-unlock.h"

/* @names: (array zero-terminated=1) (nullable): which, or all; @values in the same order. */
typedef struct
{
  const char *const *names;
  char             **all;   /* (nullable): ours to free */
  const char        *new_value;
  GPtrArray         *values;
} Values;

static gboolean
get_values (ShcDb    *db,
            gpointer  data,
            GError  **error)
{
  Values *values = data;

  if (values->new_value != NULL
      && !shc_settings_set (db, values->names[0], values->new_value, error))
    return FALSE;

  if (values->names == NULL)
    {
      values->all = shc_settings_list (db, error);
      values->names = (const char *const *) values->all;
    }
  if (values->names == NULL)
    return FALSE;
  for (gsize i = 0; values->names[i] != NULL; i++)
    {
      char *value = shc_settings_get (db, values->names[i], error);

      if (value == NULL)
        return FALSE;
      g_ptr_array_add (values->values, value);
    }

  return TRUE;
}

/* @alone: for people: the value of one, without its name. */
static gboolean
run (ShcCli    *self,
     Values    *values,
     gboolean   alone,
     GError   **error)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  values->values = found;
  if (!shc_cli_open (self, error) || !shc_cli_do (self, SHC_DB_WRITER, get_values, values, error))
    return FALSE;

  if (self->json)
    json_builder_begin_object (self->reply);
  for (guint i = 0; i < found->len; i++)
    {
      const char *value = g_ptr_array_index (found, i);
      g_autofree char *safe = shc_output_safe (value);

      if (self->json)
        shc_json_add_string (self->reply, values->names[i], value);
      else if (alone)
        shc_cli_print ("%s", safe);
      else
        shc_cli_print ("%s = %s", values->names[i], safe);
    }
  if (self->json)
    json_builder_end_object (self->reply);
  return TRUE;
}

gboolean
shc_cmd_settings (ShcCli  *self,
                  GError **error)
{
  Values values = { NULL };
  gboolean ok = run (self, &values, FALSE, error);

  g_strfreev (values.all);
  return ok;
}

gboolean
shc_cmd_settings_get (ShcCli  *self,
                      GError **error)
{
  Values values = { .names = self->args->positionals };

  return run (self, &values, TRUE, error);
}

gboolean
shc_cmd_settings_set (ShcCli  *self,
                      GError **error)
{
  const char *names[] = { self->args->positionals[0], NULL };
  g_autofree char *value = NULL;
  Values values = { .names = names };

  if (g_str_equal (self->args->positionals[1], "-"))
    {
      value = shc_input_dup_text ("-", error);
      if (value == NULL)
        return FALSE;
      if (g_str_has_suffix (value, "\n"))
        value[strlen (value) - 1] = '\0';
    }
  values.new_value = value != NULL ? value : self->args->positionals[1];

  return run (self, &values, FALSE, error);
}
