namespace Cocoon.Storage.Tests.Postgres.Grains;

internal static class GrainHostRuntime
{
    public static void Alone(ISiloBuilder silo)
    {
        // One process is all there is.
    }
}
