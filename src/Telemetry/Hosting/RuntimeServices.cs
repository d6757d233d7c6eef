using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cocoon.Telemetry.Hosting;

/// <summary>The grain runtime's builder as far as call filters need it, for a host that is set up elsewhere, be it silo or client.</summary>
internal sealed class RuntimeServices(IHostApplicationBuilder builder) : ISiloBuilder
{
    public IServiceCollection Services => builder.Services;

    public IConfiguration Configuration => builder.Configuration;
}
