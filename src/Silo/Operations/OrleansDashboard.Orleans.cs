using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Orleans.Dashboard;

namespace Cocoon.Silo.Operations;

/// <summary>The dashboard of Orleans at /orleans, for those who may look. It shows grains, silos and calls.</summary>
internal sealed class OrleansDashboard : IOperationsEndpoints
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapOrleansDashboard("/orleans").RequireAuthorization(OperationsPolicies.View);
}
