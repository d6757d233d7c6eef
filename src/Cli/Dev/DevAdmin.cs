using System.Security.Cryptography;
using System.Text;
using Cocoon.Admin.Access;
using Cocoon.Admin.Hosting;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Cli.Dev;

/// <summary>The admin pages of a development network: on the gateway's port, opened with its admin key.</summary>
internal static class DevAdmin
{
    /// <summary>Who the audit log says it was.</summary>
    private const string Operator = "developer";

    public static void Add(IServiceCollection services, DevNetwork network, MarketParameters rules) => services
        .AddCocoonSiloWatch()
        .AddCocoonAdmin(admin =>
        {
            admin.Registry = rules.Registry;
            admin.TraceFolder = Path.Combine(ProjectRoot.Path, "artifacts", "sim");
            admin.Operators.Add(new OperatorAccount
            {
                Name = Operator, Role = OperatorRole.Operator, KeyHash = new HexBytes(SHA256.HashData(Encoding.UTF8.GetBytes(network.Keys.AdminKey))),
            });
        });
}
