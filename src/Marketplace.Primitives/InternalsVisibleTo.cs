using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Marketplace.Primitives.Tests")]
