using Cocoon.Admin.Hosting;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Silo.Operations;
using Cocoon.Silo.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Cli.Host;

/// <summary>The admin pages of an installation: on the operations listener of every core silo.</summary>
internal sealed class HostAdmin : IOperationsEndpoints
{
    public static void Add(IServiceCollection services, CocoonSettings settings)
    {
        services.AddCocoonSiloWatch().AddCocoonAdmin(admin =>
        {
            admin.Registry = AccountAddress.Parse(settings.Chain.Registry!);
            admin.ExplorerLink = settings.Operations.ExplorerLink;
            admin.TraceFolder = settings.Operations.TraceFolder;
            foreach (var person in settings.Operations.Operators)
                admin.Operators.Add(new OperatorAccount { Name = person.Name!, Role = Role(person.Role), KeyHash = HexBytes.Parse(person.KeyHash!) });
        });
        services.AddSingleton<IOperationsEndpoints, HostAdmin>();
    }

    public void Use(IApplicationBuilder app) => app.UseCocoonAdmin();

    public void Map(IEndpointRouteBuilder routes) => routes.MapCocoonAdmin();

    private static Cocoon.Admin.Access.OperatorRole Role(OperatorRole role) =>
        role == OperatorRole.Operator ? Cocoon.Admin.Access.OperatorRole.Operator : Cocoon.Admin.Access.OperatorRole.Viewer;
}
