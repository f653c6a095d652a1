using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Marketplace.Scenarios.Tests")]
