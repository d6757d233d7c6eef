namespace Cocoon.Ton.Tests.Cells;

public sealed record CoinVector(long Amount, string Hash);
