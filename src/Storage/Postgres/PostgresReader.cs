using System.Net.Sockets;
using Npgsql;

namespace Cocoon.Storage.Postgres;

/// <summary>Reads, again and again for a while when the server cannot be reached: reading twice does no harm. Thread-safe.</summary>
internal sealed class PostgresReader(NpgsqlDataSource database, TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <exception cref="StoreException">The server cannot be reached within the patience, or refused.</exception>
    public async Task<T> Read<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancellationToken);
                return await read(connection);
            }
            catch (PostgresException refused) when (!refused.IsTransient && !refused.SqlState.StartsWith("57P", StringComparison.Ordinal))
            {
                throw PostgresFailure.Explain(refused);
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or SocketException or TimeoutException)
            {
                if (time.GetElapsedTime(since) >= patience) throw PostgresFailure.Explain(exception as NpgsqlException ?? new NpgsqlException(exception.Message, exception));
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <inheritdoc cref="Read{T}"/>
    public Task Read(Func<NpgsqlConnection, Task> read, CancellationToken cancellationToken) => Read(
        async connection =>
        {
            await read(connection);
            return true;
        },
        cancellationToken);
}
