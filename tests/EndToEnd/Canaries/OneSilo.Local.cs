using Microsoft.Extensions.Hosting;

namespace Cocoon.EndToEnd.Tests.Canaries;

/// <summary>Grains of all wallets in one process.</summary>
internal static class OneSilo
{
    public static void HostsAll(IHostApplicationBuilder builder)
    {
        // There is no other place here.
        _ = builder;
    }
}
