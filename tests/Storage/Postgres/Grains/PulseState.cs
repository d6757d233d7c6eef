namespace Cocoon.Storage.Tests.Postgres.Grains;

public sealed class PulseState
{
    public long Total { get; set; }
}
