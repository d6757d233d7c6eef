using Cocoon.Silo.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cocoon.Silo.Tests.Operations;

/// <summary>One page for reading and one for acting; each says who asked.</summary>
internal sealed class TestPages : IOperationsEndpoints
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/pages/read", (HttpContext http) => http.User.Identity!.Name).RequireAuthorization(OperationsPolicies.View);
        routes.MapGet("/pages/act", (HttpContext http) => http.User.Identity!.Name).RequireAuthorization(OperationsPolicies.Act);
    }
}
