namespace Cocoon.Storage.Postgres;

internal enum WriteTable
{
    Records,
    Reminders,
}
