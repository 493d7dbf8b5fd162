/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help for people, from the table of commands. */

#define G_LOG_DOMAIN "shc-help"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "shc-help.h"
#include "shc-json.h"
#include "shc-settings.h"

#define LINE_COLUMNS  78
#define NAME_COLUMNS  26

static const char *const group_titles[] = {
  [SHC_GROUP_VAULT] = N_("The journal itself"),
  [SHC_GROUP_REFLECTIONS] = N_("Reflections"),
  [SHC_GROUP_ABOUT] = N_("About you"),
  [SHC_GROUP_COMPANION] = N_("Companion"),
  [SHC_GROUP_SHARING] = N_("Sharing on purpose"),
  [SHC_GROUP_SUPPORT] = N_("Support"),
  [SHC_GROUP_PROGRAMS] = N_("For programs"),
};

/* Appends the words of @text, broken into lines that all begin at column @indent. */
static void
append_wrapped (GString    *out,
                const char *text,
                guint       indent,
                guint       column)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      guint width = (guint) g_utf8_strlen (words[i], -1);

      if (i > 0 && column + 1 + width > LINE_COLUMNS)
        {
          g_string_append_printf (out, "\n%*s", (int) indent, "");
          column = indent;
        }
      else if (i > 0)
        {
          g_string_append_c (out, ' ');
          column++;
        }
      g_string_append (out, words[i]);
      column += width;
    }
  g_string_append_c (out, '\n');
}

/* A name on the left and what it means on the right. */
static void
append_entry (GString    *out,
              const char *name,
              const char *meaning)
{
  guint width = (guint) g_utf8_strlen (name, -1);

  g_string_append_printf (out, "  %s", name);
  if (width + 2 > NAME_COLUMNS - 2)
    g_string_append_printf (out, "\n%*s", NAME_COLUMNS, "");
  else
    g_string_append_printf (out, "%*s", (int) (NAME_COLUMNS - 2 - width), "");
  append_wrapped (out, meaning, NAME_COLUMNS, NAME_COLUMNS);
}

static void
append_options (GString         *out,
                const ShcOption *options)
{
  for (; options->name != NULL; options++)
    {
      g_autofree char *name = options->value != NULL
        ? g_strdup_printf ("--%s %s", options->name, options->value)
        : g_strdup_printf ("--%s", options->name);

      append_entry (out, name, _(options->help));
    }
}

static void
append_commands (GString *out)
{
  guint n;
  const ShcCommand *commands = shc_commands_get (&n);

  for (guint i = 0; i < n; i++)
    {
      if (i == 0 || commands[i].group != commands[i - 1].group)
        g_string_append_printf (out, "\n%s\n", _(group_titles[commands[i].group]));
      append_entry (out, commands[i].name, _(commands[i].summary));
    }
}

static char *
describe_program (void)
{
  GString *out = g_string_new (NULL);

  append_wrapped (out, _("Sacred Healing Companion: a private, encrypted journal."), 0, 0);
  g_string_append (out, "\n  shc\n  shc COMMAND [OPTION…] [WORD…]\n\n");
  append_wrapped (out, _("Alone, in a terminal, it is a small journal to talk to: write, list, "
                         "search, show. “shc COMMAND --help” explains one command."), 0, 0);
  append_commands (out);
  g_string_append_printf (out, "\n%s\n", _("Options of every command"));
  append_options (out, shc_commands_get_global ());
  g_string_append_c (out, '\n');
  append_wrapped (out, _("Dates are YYYY-MM-DD, or ISO 8601 with a time. “-” as a text or a file is "
                         "standard input, for one thing only; /dev/fd/3 can serve a second. Prefer "
                         "it for anything private: other programs can see the words of a command. "
                         "A text that begins with “-” goes behind “--”."), 0, 0);
  g_string_append_c (out, '\n');
  append_wrapped (out, _("The journal is opened by --passphrase-file if given, else by the keyring, "
                         "else by a passphrase typed unseen in the terminal."), 0, 0);
  g_string_append_c (out, '\n');
  append_wrapped (out, _("Exit status: 0 done, 1 failed, 2 wrong usage, 3 locked or wrong key, "
                         "4 a service or the network said no."), 0, 0);

  return g_string_free (out, FALSE);
}

static void
append_group (GString    *out,
              const char *first)
{
  guint n;
  const ShcCommand *commands = shc_commands_get (&n);
  gsize length = strlen (first);

  for (guint i = 0; i < n; i++)
    if (strncmp (commands[i].name, first, length) == 0 && commands[i].name[length] == ' ')
      append_entry (out, commands[i].name, _(commands[i].summary));
}

static char *
describe_group (const char *first)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "  shc %s %s\n\n", first, _("COMMAND [OPTION…] [WORD…]"));
  append_group (out, first);
  g_string_append_c (out, '\n');
  append_wrapped (out, _("“--help” behind one of them explains it."), 0, 0);
  g_string_append_printf (out, "\n%s\n", _("Options of every command"));
  append_options (out, shc_commands_get_global ());
  return g_string_free (out, FALSE);
}

static void
append_settings (GString *out)
{
  for (const char *const *name = shc_settings_names (); *name != NULL; name++)
    {
      const char *initial = shc_settings_get_default (*name);
      g_autofree char *meaning = *initial != '\0'
        ? g_strdup_printf (_("%s Unless set: %s"), shc_settings_describe (*name), initial)
        : g_strdup (shc_settings_describe (*name));

      append_entry (out, *name, meaning);
    }
  g_string_append_c (out, '\n');
}

static char *
describe_command (const ShcCommand *command)
{
  GString *out = g_string_new (NULL);
  g_autofree char *more = shc_args_get_second_words (command->name);
  g_autofree char *summary = g_strdup_printf ("shc %s: %s", command->name, _(command->summary));

  append_wrapped (out, summary, 0, 0);
  g_string_append_printf (out, "\n  shc %s%s%s%s\n\n", command->name,
                          command->arguments[0] != '\0' ? " " : "", command->arguments,
                          command->options[0].name != NULL ? " [OPTION…]" : "");
  if (command->details != NULL)
    {
      append_wrapped (out, _(command->details), 0, 0);
      g_string_append_c (out, '\n');
    }
  if (command->options[0].name != NULL)
    {
      append_options (out, command->options);
      g_string_append_c (out, '\n');
    }
  if (command->lists_settings)
    append_settings (out);
  if (more != NULL)
    {
      append_group (out, command->name);
      g_string_append_c (out, '\n');
    }
  g_string_append_printf (out, "%s\n", _("Options of every command"));
  append_options (out, shc_commands_get_global ());

  return g_string_free (out, FALSE);
}

void
shc_help_print (const ShcArgs *args,
                gboolean       json)
{
  g_autofree char *text =
    args->command != NULL ? describe_command (args->command)
    : args->group != NULL ? describe_group (args->group) : describe_program ();

  if (json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();
      g_autofree char *value = NULL;

      json_builder_begin_object (builder);
      shc_json_add_string (builder, "help", text);
      json_builder_end_object (builder);
      value = shc_json_end (builder);
      puts (value);
    }
  else
    {
      fputs (text, stdout);
    }
}

void
shc_help_print_version (gboolean json)
{
  if (json)
    printf ("{\"name\":\"shc\",\"version\":\"%s\"}\n", SHC_VERSION);
  else
    printf ("shc %s\n", SHC_VERSION);
}
